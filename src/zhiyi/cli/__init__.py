"""The command line: one file a command group. Commands call services and queries and print what they answer."""

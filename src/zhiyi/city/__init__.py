"""Everything that reads files, one module or package per format; gives plain values and knows no database."""

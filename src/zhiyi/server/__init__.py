"""The server: the only room that knows Django. Models, services, queries, pages and the API."""

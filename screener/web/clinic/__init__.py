"""The clinic's pages: signing in, the list of visits, and the page to print."""

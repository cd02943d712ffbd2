"""Running the apps: the process, its address, and what tells that it is well."""

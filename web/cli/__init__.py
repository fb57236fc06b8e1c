"""The command line ``baogao``: one module for each group of commands."""

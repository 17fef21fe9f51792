"""Menus: services and guides somebody puts together, for themselves or for newcomers."""

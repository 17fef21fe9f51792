"""Guides: information cards that tell newcomers how something is done here, step by step."""

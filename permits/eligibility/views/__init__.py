"""Pages of the wizard, and of the desk that writes its rules."""

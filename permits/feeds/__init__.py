"""An officer's time in their own calendar program, by a secret address."""

"""Pages of the event calendar."""

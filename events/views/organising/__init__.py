"""Pages for organisers: their events, who comes, and changing both."""

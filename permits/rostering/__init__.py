"""Rosters that change under booked visits: who is hit, who is seated elsewhere, who is asked."""

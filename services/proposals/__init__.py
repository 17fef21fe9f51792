"""What members of an organisation propose to change in its entries, and what editors make of it."""

"""How a procedure goes where somebody lives, and how it usually goes in the region."""

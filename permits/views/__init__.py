"""The pages of the appointment flow, one module a page."""

"""The waiting list: who wants an earlier time, and to whom a freed one is offered first."""

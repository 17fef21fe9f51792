"""The staff side of appointments: who is here, whom they wait for, and what came of it."""

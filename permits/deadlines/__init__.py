"""Legal deadlines: what is due when, for whom; kept with an account, and reminded of."""

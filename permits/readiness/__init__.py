"""Before a visit: what people say they have, what the office makes of it, the time that takes."""

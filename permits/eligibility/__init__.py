"""Who needs which visit: questions, rules and outcomes, as data that editors change."""

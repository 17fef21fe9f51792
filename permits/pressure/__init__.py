"""When holds rain down: a little work, or a little patience, for each. No CAPTCHA."""

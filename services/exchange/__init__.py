"""The directory in open formats, out and in; docs/exchange.md says what each field means."""

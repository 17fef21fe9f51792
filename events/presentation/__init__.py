"""What pages, mails and programs say about events: words, no decisions."""

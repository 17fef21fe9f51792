"""What the pages, mails and calendar files of a visit say, apart from how they look."""

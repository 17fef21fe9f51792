"""The pages of the employer portal, one module a page; `invitations` holds the hire's own."""

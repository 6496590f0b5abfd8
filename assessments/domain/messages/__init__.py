"""What goes out: mails and webhooks."""

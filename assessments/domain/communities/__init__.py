"""Who is asked: communities, their members, invitations and reminders."""

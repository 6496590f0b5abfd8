"""Who somebody is: accounts, their sign-ins, API tokens, and what they may see."""

"""GraphQL: what leaders and their programs ask and do, over HTTP."""

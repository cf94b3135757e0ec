"""What shoppers did, as models that the next event changes: item to item, popularity, a learned ranker."""

"""Text to tokens, Vietnamese: normal forms, folding, segmentation, the Whoosh analyzer."""

"""What is known of each language: one folder of word lists and a module that reads them."""

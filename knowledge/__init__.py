"""What is known of Vietnamese public life, as tables with their normal forms."""

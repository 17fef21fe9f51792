"""What a center can tell about itself in numbers, without anybody's name."""

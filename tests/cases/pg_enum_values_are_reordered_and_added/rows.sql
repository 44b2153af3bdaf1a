INSERT INTO persons (id, mood) VALUES (1, 'happy'), (2, 'sad');

ALTER TYPE status RENAME VALUE 'published' TO 'public';

-- Undoes: change

ALTER TYPE status RENAME VALUE 'public' TO 'published';

-- Undoes: change

ALTER TYPE level RENAME VALUE 'middle' TO 'mid';

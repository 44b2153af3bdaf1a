ALTER TYPE level RENAME VALUE 'mid' TO 'middle';

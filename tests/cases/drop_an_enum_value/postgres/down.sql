-- Undoes: change

ALTER TYPE status ADD VALUE IF NOT EXISTS 'archived';

ALTER TYPE level ADD VALUE 'mid' AFTER 'low';

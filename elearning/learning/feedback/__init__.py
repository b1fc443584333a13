"""What readers tell the trainers: error reports and questions on a lesson, and their answers."""

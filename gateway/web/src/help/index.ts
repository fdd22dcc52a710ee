import "./help.css";

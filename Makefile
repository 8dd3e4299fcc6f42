help: ; @echo "see CONTRIBUTING.md"

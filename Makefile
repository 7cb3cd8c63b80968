CLOUD ?= local
PORT ?= 7070

sluice = @tools/sluice $(1) $(if $(STACK),--stack "$(STACK)") --cloud "$(CLOUD)" --port "$(PORT)"

.DEFAULT_GOAL := help
.PHONY: help up preview refresh down destroy chat status export proxy bench test mutation check format

help: ## list the commands
	@tools/sluice --help
	@echo
	@awk -F ':.*## ' '/^(bench|test|mutation|check|format):.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

up preview refresh down destroy status export:
	$(call sluice,$@) $(if $(SETTINGS),--settings "$(SETTINGS)") $(if $(POLICIES),--policies "$(POLICIES)")

chat:
	$(call sluice,chat) $(if $(PROMPT),--prompt "$(PROMPT)") $(if $(PROFILE),--profile "$(PROFILE)")

proxy:
	$(call sluice,proxy) --config "$(CONFIG)"

bench: ## measure next to other gateways; ONLY=quota, cost, streams, start, faults, profile, restarts or soak
	@bench/run "$(ONLY)" $(SCALE)

test: ## everything that must pass
	@tools/test

mutation: ## change the decision core in every small way and see that a test notices; takes minutes
	@nice mvn -q -B -f proxy/pom.xml -Pmutation test

check: ## format, static analysis
	@tools/check

format: ## rewrite the Java sources in the house format
	@for build in . proxy localazure bench; do mvn -q -B -f $$build/pom.xml com.diffplug.spotless:spotless-maven-plugin:apply || exit 1; done

package infra;

import infra.plan.Plan;
import infra.registry.ImageBuilder;

/** Arguments of {@link Platform}. */
public record PlatformArgs(Plan plan, ImageBuilder image) {}

package infra.program;

import org.junit.jupiter.api.Test;

class DevProgramTest {

    @Test
    void dev_is_what_its_inventory_says() {
        infra.testkit.Inventory.check("dev", Programs.run("dev"));
    }
}

package infra.program;

import infra.testkit.Inventory;
import org.junit.jupiter.api.Test;

class DevProgramTest {

    @Test
    void dev_is_what_its_inventory_says() {
        Inventory.check("dev", Programs.run("dev"));
    }
}

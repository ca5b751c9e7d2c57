using NetThreat.Capture.Live.Privileges;

namespace NetThreat.Tests.Capture.Live;

public class HeldCapabilitiesTests
{
    [Fact]
    public void The_sets_are_read_as_the_kernel_writes_them() => Assert.Equal(
        new HeldCapabilities(0x1FFFFFFFFFF, 0x2000, 0x400),
        HeldCapabilities.Parse(["Name:\tnetthreat", "CapInh:\t0000000000000000", "CapPrm:\t000001ffffffffff", "CapEff:\t000001ffffffffff", "CapBnd:\t0000000000002000", "CapAmb:\t0000000000000400"]));

    [Fact]
    public void What_a_kernel_does_not_say_is_nothing() => Assert.Equal(new HeldCapabilities(0, 0, 0), HeldCapabilities.Parse(["Name:\tx", "NoNewPrivs:\t1"]));
}

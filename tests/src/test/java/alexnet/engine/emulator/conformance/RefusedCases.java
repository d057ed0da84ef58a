package alexnet.engine.emulator.conformance;

/** Textures, surfaces, video instructions and what later versions of PTX have: refused by name. */
final class RefusedCases implements Family {

    @Override
    public String name() {
        return "refused";
    }

    @Override
    public void register(Cases cases) {
        textures(cases);
        video(cases);
        newer(cases);
    }

    private static void textures(Cases cases) {
        String texels = "{%r0, %r1, %r2, %r3}";
        String floats = "{%f0, %f1, %f2, %f3}";
        cases.refused("tex.{1d,2d,3d,a1d,a2d,cube,acube}.v4.{u32,s32}.f32", texels + ", [%l0, {%f4, %f5, %f6, %f7}]");
        cases.refused("tex.{1d,2d,3d,a1d,a2d,cube,acube}.v4.f32.f32", floats + ", [%l0, {%f4, %f5, %f6, %f7}]");
        cases.refused("tex.{1d,2d,3d,a1d,a2d,2dms,a2dms}.v4.{u32,s32}.s32", texels + ", [%l0, {%r4, %r5, %r6, %r7}]");
        cases.refused("tex.{1d,2d,3d,a1d,a2d,2dms,a2dms}.v4.f32.s32", floats + ", [%l0, {%r4, %r5, %r6, %r7}]");
        cases.refused("tex.level.{1d,2d,3d}.v4.f32.f32", floats + ", [%l0, {%f4, %f5, %f6, %f7}], %f8");
        cases.refused(
                "tex.grad.{1d,2d,3d}.v4.f32.f32", floats + ", [%l0, {%f4, %f5, %f6, %f7}], {%f8, %f9}, {%f10, %f11}");
        cases.refused("tld4.{r,g,b,a}.2d.v4.{u32,s32}.f32", texels + ", [%l0, {%f4, %f5}]");
        cases.refused("tld4.{r,g,b,a}.2d.v4.f32.f32", floats + ", [%l0, {%f4, %f5}]");
        cases.refused("txq.{width,height,depth,channel_data_type,channel_order,normalized_coords}.b32", "%r0, [%l0]");
        String addresses = "[%l0, {%r4, %r5, %r6, %r7}]";
        cases.refused("suld.b.{1d,2d,3d,a1d,a2d}.b8.{trap,clamp,zero}", "%h0, " + addresses);
        cases.refused("suld.b.{1d,2d,3d,a1d,a2d}.b16.{trap,clamp,zero}", "%h0, " + addresses);
        cases.refused("suld.b.{1d,2d,3d,a1d,a2d}.b32.{trap,clamp,zero}", "%r0, " + addresses);
        cases.refused("suld.b.{1d,2d,3d,a1d,a2d}.b64.{trap,clamp,zero}", "%l1, " + addresses);
        cases.refused("sust.b.{1d,2d,3d,a1d,a2d}.{b8,b16}.{trap,clamp,zero}", addresses + ", %h0");
        cases.refused("sust.b.{1d,2d,3d,a1d,a2d}.b32.{trap,clamp,zero}", addresses + ", %r0");
        cases.refused("sust.b.{1d,2d,3d,a1d,a2d}.b64.{trap,clamp,zero}", addresses + ", %l1");
        cases.refused("sust.p.{1d,2d,3d}.b32.trap", addresses + ", %r0");
        cases.refused("sured.{b,p}.{add,min,max,and,or}.{1d,2d,3d}.b32.trap", addresses + ", %r0");
        cases.refused("suq.{width,height,depth,channel_data_type,channel_order,array_size}.b32", "%r0, [%l0]");
    }

    private static void video(Cases cases) {
        String three = "%r0, %r1, %r2";
        String four = "%r0, %r1, %r2, %r3";
        cases.refused("{vadd,vsub,vabsdiff,vmin,vmax}{,.sat}.{u32,s32}.{u32,s32}.{u32,s32}", three);
        cases.refused("{vshl,vshr}.{u32,s32}.{u32,s32}.u32.{clamp,wrap}", three);
        cases.refused("vmad{,.sat}.{u32,s32}.{u32,s32}.{u32,s32}", four);
        cases.refused("vset{,2,4}.{u32,s32}.{u32,s32}.{eq,ne,lt,le,gt,ge}", four);
        cases.refused("{vadd,vsub,vavrg,vabsdiff,vmin,vmax}{2,4}.{u32,s32}.{u32,s32}.{u32,s32}", four);
    }

    private static void newer(Cases cases) {
        newer(cases, "szext.{wrap,clamp}.{u32,s32}", "%r0, %r1, %r2");
        newer(cases, "bmsk.{wrap,clamp}.b32", "%r0, %r1, %r2");
        newer(cases, "lop3.{or,and}.b32", "%r0|%p0, %r1, %r2, %r3, 0x3f, %p1");
        newer(cases, "{min,max}.xorsign.abs.f32", "%f0, %f1, %f2");
        newer(cases, "{min,max}.{u16x2,s16x2}", "%r0, %r1, %r2");
        cases.newer("{alloca.u64,stacksave.u64,stackrestore.u64}");
        cases.refused("alloca.u64", "%l0, 16");
        cases.refused("stacksave.u64", "%l0");
        cases.refused("stackrestore.u64", "%l0");
        newer(cases, "elect.sync", "%r0|%p0, 0xffffffff");
        newer(cases, "griddepcontrol.{launch_dependents,wait}", "");
        newer(cases, "mapa.u64", "%l0, %l1, %r0");
        newer(cases, "getctarank.u64", "%r0, %l0");
        newer(cases, "barrier.cluster.{arrive,wait}", "");
        cases.newer("cp.async.bulk.{commit_group,wait_group}");
        cases.refused("cp.async.bulk.commit_group", "");
        cases.refused("cp.async.bulk.wait_group", "0");
        newer(cases, "setmaxnreg.{inc,dec}.sync.aligned.u32", "64");
        newer(cases, "wgmma.fence.sync.aligned", "");
        newer(
                cases,
                "wgmma.mma_async.sync.aligned.m64n8k16.f32.f16.f16",
                "{%f0, %f1, %f2, %f3}, %l0, %l1, 1, 1, 1, 0, 0");
        newer(cases, "discard.global.L2", "[%l0], 128");
        newer(cases, "tensormap.replace.tile.rank.global.b1024.b32", "[%l0], 2");
        newer(cases, "multimem.ld_reduce.global.add.u32", "%r0, [%l0]");
        newer(cases, "red.async.relaxed.cluster.global.add.u32", "[%l0], %r0, [%l1]");
        newer(cases, "stmatrix.sync.aligned.m8n8.x1.shared.b16", "[%l0], {%r0}");
    }

    private static void newer(Cases cases, String forms, String operands) {
        cases.newer(forms);
        cases.refused(forms, operands);
    }
}

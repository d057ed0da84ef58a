/** How the learning rate goes on, and when training stops by itself. */
package alexnet.trainer.schedule;
